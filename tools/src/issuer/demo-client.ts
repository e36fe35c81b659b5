/** The confidential client that hands out demo tokens. */
export const demoClientId = 'yui-demo';
