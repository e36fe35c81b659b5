type Hours = (minutes: number) => string;
const ja: Hours = (minutes) => `${Math.round(minutes / 60).toLocaleString('ja-JP')}時間`;
const en: Hours = (minutes) => `${Math.round(minutes / 60).toLocaleString('en-US')} h`;
/** To the minute, where a minute is what the story is about. */
const jaExact: Hours = (minutes) => `${Math.floor(minutes / 60)}時間${minutes % 60 === 0 ? '' : `${minutes % 60}分`}`;
const enExact: Hours = (minutes) => `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;

/** What the story says, in both languages. */
export const words = {
  JA: {
    title: (month: string) => `ある8月の物語 (${month})`,
    before: '調整役が見る全体の業務量 — 取引の前',
    after: '調整役が見る全体の業務量 — 取引の後',
    head: ['市町村', '提供', '確定', '受入', '送出', '空き', '未手当'],
    newOrder: (title: string) => `立科町に新しい案件が入りました:「${title}」`,
    lot: (title: string, open: number, due: string) =>
      `立科町の「${title}」には、まだ誰も引き受けていない仕事が${ja(open)}あります。納期は ${due} です。`,
    own: (free: number, stop: string) =>
      `湖は観光客でいっぱい。町のワーカーに残る時間は${ja(free)}だけです(詰まっているところ: ${stop})。`,
    commit: (minutes: number) => `立科町はまず自分たちで${ja(minutes)}を引き受けます。`,
    publish: (minutes: number, yen: number) =>
      `残りのうち${ja(minutes)}を、${yen.toLocaleString('ja-JP')}円で余剰案件として公開します。`,
    ask: '近隣の町に尋ねます。8月にデータ入力の時間があるのはどこですか?',
    row: (name: string, free: number) => `    ${name}: ${ja(free)}`,
    silent: (name: string) => `    ${name}: 応答なし`,
    claim: (name: string, minutes: number) =>
      `${name}が${ja(minutes)}を引き受けると申し出ました。その時間は${name}で仮押さえされます。`,
    award: '立科町が引受を決定し、条件に署名しました。',
    confirm: (name: string) => `${name}が同じ条件に署名しました。両者の署名がそろい、取引が成立しました。`,
    moved: (minutes: number, name: string) => `立科町から${name}へ${ja(minutes)}が移り、両方の数字が動きました。`,
    end: 'おしまい。',
    nobody: '8月に時間のある近隣の町がもうありません。npm start -- --fresh で初めからやり直せます。',
    hours: ja,
    designer: {
      title: (month: string) => `二つのスキル、ひとり分の時間 (${month})`,
      arrives: '長和町に、デザインも動画編集もできるワーカーがひとり登録しました。',
      before: '長和町でデザインができるのは、動画編集もできるワーカーだけです。ディレクターが両方の空きを見ます:',
      after: '両方の空きをもう一度見ます:',
      row: (skill: string, free: number) => `    ${skill}: ${jaExact(free)}`,
      design: 'デザイン',
      video: '動画編集',
      same: 'どちらの数字も同じ時間です。足し算はできません。',
      take: (title: string, minutes: number) => `長和町はデザインの案件「${title}」${jaExact(minutes)}を引き受けます。`,
      fell: (minutes: number) => `両方から同じ${jaExact(minutes)}が減りました。`,
      ask: (title: string, minutes: number) =>
        `動画編集の案件「${title}」に、さっきまで空いていた${jaExact(minutes)}を約束しようとすると:`,
      refused: (sentence: string) => `    「${sentence}」`,
      moral: '二つのスキルに見えていても、時間が売れるのは一度だけです。',
    },
  },
  EN: {
    title: (month: string) => `The story of an August (${month})`,
    before: "The coordinator's table, before",
    after: "The coordinator's table, after",
    head: ['town', 'offered', 'committed', 'received', 'sent', 'free', 'uncovered'],
    newOrder: (title: string) => `Tateshina takes a new order: "${title}"`,
    lot: (title: string, open: number, due: string) =>
      `Of Tateshina's "${title}", ${en(open)} have nobody to do them yet. They are due on ${due}.`,
    own: (free: number, stop: string) =>
      `The lake is full of tourists: the town's workers have ${en(free)} left (bottleneck: ${stop}).`,
    commit: (minutes: number) => `Tateshina first takes ${en(minutes)} itself.`,
    publish: (minutes: number, yen: number) =>
      `Of the rest it publishes ${en(minutes)} as a surplus order, for ${yen.toLocaleString('en-US')} yen.`,
    ask: 'It asks its neighbours: who has time for data entry in August?',
    row: (name: string, free: number) => `    ${name}: ${en(free)}`,
    silent: (name: string) => `    ${name}: no answer`,
    claim: (name: string, minutes: number) => `${name} claims ${en(minutes)}; from now on it holds the time for it.`,
    award: 'Tateshina awards the claim and signs the terms.',
    confirm: (name: string) => `${name} signs the same terms. Both signatures are there: the award is in force.`,
    moved: (minutes: number, name: string) =>
      `${en(minutes)} have moved from Tateshina to ${name}, in the figures of both.`,
    end: 'The end.',
    nobody: 'No neighbour has time left in August; npm start -- --fresh begins anew.',
    hours: en,
    designer: {
      title: (month: string) => `Two skills, one person's time (${month})`,
      arrives: 'A worker who can do both design and video editing registers in Nagawa.',
      before: 'In Nagawa, whoever does design edits videos, too, and nobody else does either. The director looks:',
      after: 'She looks again:',
      row: (skill: string, free: number) => `    ${skill}: ${enExact(free)}`,
      design: 'design',
      video: 'video editing',
      same: 'Both figures are the same time; they do not add up.',
      take: (title: string, minutes: number) => `Nagawa takes ${enExact(minutes)} of design: "${title}".`,
      fell: (minutes: number) => `Both have fallen by the same ${enExact(minutes)}.`,
      ask: (title: string, minutes: number) =>
        `She tries to promise the ${enExact(minutes)} that were free before to a video, "${title}":`,
      refused: (sentence: string) => `    "${sentence}"`,
      moral: 'Shown under two skills, sold once.',
    },
  },
} as const;
