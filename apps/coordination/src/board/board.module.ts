import { Module } from '@nestjs/common';
import { Board } from './board.service.js';

@Module({ providers: [Board], exports: [Board] })
export class BoardModule {}
