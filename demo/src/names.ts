/** Common surnames and given names; any person they seem to name is invented. */
export const surnames = ['佐藤', '小林', '清水', '柳沢', '宮坂', '土屋', '小山', '中沢', '両角', '笹井', '髙橋', '山﨑', '𠮷田', '北原', '征矢野', '百瀬', '青柳', '依田', '井出', '油井'] as const;
export const givenNames = ['美咲', '陽子', '健一', '直美', '大輔', '香織', '恵', '翔太', '由美子', '誠', '彩', '浩二', '千尋', '真由美', '拓也', '典子', '悠', '和也', '幸恵', '光'] as const;
