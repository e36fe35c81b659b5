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
    loan: {
      title: (month: string) => `ディレクターを借りる (${month})`,
      before: (free: number, stop: string) =>
        `冬の川上村: ワーカーには時間がありますが、率いるディレクターが足りません。データ入力の空きは${jaExact(free)}(詰まっているところ: ${stop})。`,
      request: (minutes: number, basis: string) =>
        `川上村が立科町に、ディレクターの応援を合わせて${jaExact(minutes)}頼みます(根拠: ${basis})。`,
      offer: (name: string) =>
        `立科町が申し出て、条件に署名しました。川上村に伝わるのは「${name}」という呼び名だけです。`,
      agree: '川上村が同じ条件に署名しました。両者の署名がそろい、応援が成立しました。',
      after: (before: number, after: number) => `川上村の空きは${jaExact(before)}から${jaExact(after)}に増えました。`,
      atWork: (on: string) => `${on} に川上村で仕事を率いる人:`,
      row: (name: string, instructs: boolean) => `    ${name}: ${instructs ? '指示できる' : '指示しない'}`,
      counted: (own: number) => `応援の人が数えられるのは立科町だけです。川上村のディレクターは${own}人のまま。`,
      busy: '立科町のディレクターの時間は、すべて貸し出されています。npm start -- --fresh で初めからやり直せます。',
      enough:
        '川上村では、ディレクターの時間が足りない月がもうありません。npm start -- --fresh で初めからやり直せます。',
    },
    settlement: {
      title: (month: string) => `納品、検収、精算 (${month})`,
      inForce: (title: string, from: string, to: string, minutes: number, yen: number) =>
        `${from}の「${title}」${jaExact(minutes)}を、${to}が${yen.toLocaleString('ja-JP')}円で引き受けました。今日から始まります。`,
      deliver: (name: string, minutes: number) => `${name}が${jaExact(minutes)}分の仕事を納品しました。`,
      reject: (name: string, reason: string) =>
        `${name}が検収で差し戻しました:「${reason}」。仕様書の誤りなので、手直しは有償です。`,
      redeliver: (name: string, minutes: number) =>
        `${name}が手直しして納品しました。手直しに${jaExact(minutes)}かかりました。`,
      accept: (name: string) => `${name}が検収に合格としました。`,
      statement: '両方の町がそれぞれ自分の記録から計算した、今月の精算書です(同じになりました):',
      invoice: (seller: string, buyer: string, net: number, tax: number, total: number) =>
        `    ${seller} → ${buyer}: ${[net, tax, total].map((yen) => `${yen.toLocaleString('ja-JP')}円`).join(' / ')} (税抜 / 消費税 / 合計)`,
      payment: (from: string, to: string, yen: number) =>
        `    差し引きして、${from}が${to}に${yen.toLocaleString('ja-JP')}円を支払います。`,
      notYet: '月が終わるまで、まだ提示はできません:',
      refused: (sentence: string) => `    「${sentence}」`,
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
    loan: {
      title: (month: string) => `A director on loan (${month})`,
      before: (free: number, stop: string) =>
        `Kawakami in winter: its workers have time, and nobody to lead them. ${enExact(free)} are free for data entry (bottleneck: ${stop}).`,
      request: (minutes: number, basis: string) =>
        `Kawakami asks Tateshina for a director, for ${enExact(minutes)} together (legal basis: ${basis}).`,
      offer: (name: string) =>
        `Tateshina offers one and signs the terms. All that Kawakami is told of them is "${name}".`,
      agree: 'Kawakami signs the same terms. Both signatures are there: the loan is in force.',
      after: (before: number, after: number) =>
        `What is free in Kawakami rises from ${enExact(before)} to ${enExact(after)}.`,
      atWork: (on: string) => `Who leads the work in Kawakami on ${on}:`,
      row: (name: string, instructs: boolean) => `    ${name}: ${instructs ? 'may instruct' : 'does not instruct'}`,
      counted: (own: number) =>
        `Whoever is on loan counts in Tateshina alone: Kawakami's own directors are still ${own}.`,
      busy: "All of Tateshina's directors' time is lent; npm start -- --fresh begins anew.",
      enough: "Kawakami has no month left that lacks directors' time; npm start -- --fresh begins anew.",
    },
    settlement: {
      title: (month: string) => `Delivery, inspection, settlement (${month})`,
      inForce: (title: string, from: string, to: string, minutes: number, yen: number) =>
        `Of ${from}'s "${title}", ${to} has taken ${enExact(minutes)} for ${yen.toLocaleString('en-US')} yen. It begins today.`,
      deliver: (name: string, minutes: number) => `${name} delivers ${enExact(minutes)} of work.`,
      reject: (name: string, reason: string) =>
        `${name} rejects it: "${reason}". The specification was wrong, so doing it again is paid.`,
      redeliver: (name: string, minutes: number) => `${name} has done it again, in ${enExact(minutes)}, and delivers.`,
      accept: (name: string) => `${name} accepts it.`,
      statement: 'The statement of this month, reckoned by each town from its own records, and the same:',
      invoice: (seller: string, buyer: string, net: number, tax: number, total: number) =>
        `    ${seller} → ${buyer}: ${[net, tax, total].map((yen) => `${yen.toLocaleString('en-US')} yen`).join(' / ')} (net / tax / total)`,
      payment: (from: string, to: string, yen: number) =>
        `    Netted, ${from} pays ${to} ${yen.toLocaleString('en-US')} yen.`,
      notYet: 'It cannot be stated before the month is over:',
      refused: (sentence: string) => `    "${sentence}"`,
    },
  },
} as const;
