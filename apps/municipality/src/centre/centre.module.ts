import { Module } from '@nestjs/common';
import { Centre } from './centre.service.js';

@Module({ providers: [Centre], exports: [Centre] })
export class CentreModule {}
