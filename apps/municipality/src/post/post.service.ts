import { Injectable } from '@nestjs/common';
import type { Instant } from '#domain/calendar/date';
import { ownEnvelope } from '#messages/envelope';
import type { Town } from '../towns/towns.service.js';
import { IncomingMessageStore } from './incoming-message.store.js';
import { OutgoingMessageStore } from './outgoing-message.store.js';
import { Receiving, type Handler, type Reception } from './receiving.service.js';
import { Sending, type LostWords, type OutgoingWord } from './sending.service.js';

export type { Handler, Reception };

/** How long a mutation waits for its messages to arrive before it answers; they are on their way in any case. */
const patienceMs = 1_500;

/** 伝言: signed messages between towns, written with the state they tell of and sent until they arrive. */
@Injectable()
export class Post {
  constructor(
    private readonly sending: Sending,
    private readonly receiving: Receiving,
  ) {}

  /** Says who takes in messages of a type. */
  on(type: string, handler: Handler): void {
    this.receiving.on(type, handler);
  }

  /** Writes a message into the outbox. Must be called in the transaction of the state it tells of. */
  write(town: Town, word: OutgoingWord): Promise<void> {
    return this.sending.write(town, word);
  }

  /**
   * Sends what is due and waits a moment for it to arrive, so that whoever asks the other town next already finds it there. Never
   * fails: what could not be delivered stays in the outbox.
   */
  async hurry(town: Town): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([this.sendDue(town), patience]);
    clearTimeout(timer);
  }

  /** Whether any message is due, or has expired. */
  isDue(town: Town): Promise<boolean> {
    return this.sending.isDue(town);
  }

  /** Sends every message that is due. */
  sendDue(town: Town): Promise<void> {
    return this.sending.sendDue(town);
  }

  /** How many messages of each process the town has said to a peer, and has taken in from it. */
  async countsWith(town: Town, peer: string): Promise<Map<string, { readonly said: number; readonly heard: number }>> {
    const said = await new OutgoingMessageStore(town.database).lastNumbers(peer);
    const heard = await new IncomingMessageStore(town.database).lastNumbers(peer);
    const ids = new Set([...said.keys(), ...heard.keys()]);
    return new Map([...ids].map((id) => [id, { said: said.get(id) ?? 0, heard: heard.get(id) ?? 0 }]));
  }

  /** Sends what a peer has lost again. @see Sending.sayAgain */
  sayAgain(town: Town, peer: string, lost: LostWords, before: Instant): Promise<number> {
    return this.sending.sayAgain(town, peer, lost, before);
  }

  /** Takes in a sealed message. @throws as {@link Receiving.receive} */
  async receive(town: Town, sealed: string): Promise<Reception> {
    const answer = await this.receiving.receive(town, sealed);
    if (answer.reception === 'RECEIVED') await this.sending.wake(town, ownEnvelope(sealed).from); // It is there again.
    return answer;
  }
}
