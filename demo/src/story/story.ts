import { tellAugust } from './august.js';
import { tellDesigner } from './designer.js';
import { tellLoan } from './loan.js';
import { tellSettlement } from './settlement.js';
import type { StorySettings } from './telling.js';
import { words } from './words.js';

/**
 * Plays the stories against a running system through the public graph only, and asserts what they tell.
 * @throws StoryBroken when the system does not do what a story says; GraphRefused when it says no.
 */
export async function tellStory(settings: StorySettings): Promise<void> {
  await tellAugust(settings);
  await tellDesigner(settings);
  await tellLoan(settings);
  await tellSettlement(settings);
  settings.print(words[settings.language].end);
}
