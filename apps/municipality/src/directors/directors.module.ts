import { Module } from '@nestjs/common';
import { Directors } from './directors.service.js';

@Module({ providers: [Directors], exports: [Directors] })
export class DirectorsModule {}
