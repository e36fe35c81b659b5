import { Module } from '@nestjs/common';
import { PostController } from './post.controller.js';
import { PostJobs } from './post.jobs.js';
import { Post } from './post.service.js';

@Module({ providers: [Post, PostJobs], controllers: [PostController], exports: [Post] })
export class PostModule {}
