/** What the story asks of the public graph. */
export const sharedWorkload = `query SharedWorkload($fiscalYear: Int!, $language: Language!) {
  sharedWorkload(fiscalYear: $fiscalYear) {
    rows { municipality { code name(language: $language) } month offeredMinutes committedMinutes receivedMinutes sentMinutes freeMinutes uncoveredMinutes }
    unanswered { municipality { code } reason }
  }
}`;

export const orders = `query Orders($municipality: MunicipalityCode!) {
  orders(municipality: $municipality, first: 200) {
    nodes { recommissionConsent lots { id title skill { code } openMinutes earliest due } }
  }
}`;

export const townCapacity = `query TownCapacity($municipality: MunicipalityCode!, $skill: String!, $window: WeekWindow!) {
  townCapacity(municipality: $municipality, skill: $skill, window: $window) { freeMinutes bottleneck }
}`;

export const availableCapacity = `query AvailableCapacity($filter: CapacityFilter!, $language: Language!) {
  availableCapacity(filter: $filter) {
    rows { municipality { code name(language: $language) } freeMinutes }
    unanswered { municipality { code name(language: $language) } reason }
  }
}`;

export const surplusOrders = `query SurplusOrders($filter: SurplusOrderFilter) {
  surplusOrders(filter: $filter, first: 200) { nodes { id claims { id status receiptPending } } }
}`;

export const claim = `query Claim($id: ID!) { claim(id: $id) { status receiptPending } }`;

export const createOrder = `mutation CreateOrder($input: CreateOrderInput!) {
  createOrder(input: $input) { __typename ... on CreateOrderPayload { order { id } } ... on Refusal { message } }
}`;

export const addLot = `mutation AddLot($input: AddLotInput!) {
  addLot(input: $input) { __typename ... on AddLotPayload { lot { id title openMinutes earliest due } } ... on Refusal { message } }
}`;

export const commitCapacity = `mutation CommitCapacity($input: CommitCapacityInput!) {
  commitCapacity(input: $input) { __typename ... on CommitCapacityPayload { commitment { id } } ... on Refusal { code message } }
}`;

export const publishSurplusOrder = `mutation PublishSurplusOrder($input: PublishSurplusOrderInput!) {
  publishSurplusOrder(input: $input) { __typename ... on PublishSurplusOrderPayload { surplusOrder { id status remainingMinutes } } ... on Refusal { message } }
}`;

export const claimSurplusOrder = `mutation ClaimSurplusOrder($input: ClaimSurplusOrderInput!) {
  claimSurplusOrder(input: $input) { __typename ... on ClaimSurplusOrderPayload { claim { id status } } ... on Refusal { message } }
}`;

export const awardClaim = `mutation AwardClaim($input: AwardClaimInput!) {
  awardClaim(input: $input) { __typename ... on AwardClaimPayload { claim { status } surplusOrder { remainingMinutes status } } ... on Refusal { message } }
}`;

export const confirmAward = `mutation ConfirmAward($input: ConfirmAwardInput!) {
  confirmAward(input: $input) { __typename ... on ConfirmAwardPayload { claim { status } } ... on Refusal { message } }
}`;

export const registerWorker = `mutation RegisterWorker($input: RegisterWorkerInput!) {
  registerWorker(input: $input) { __typename ... on RegisterWorkerPayload { worker { id } } ... on Refusal { message } }
}`;

export const directors = `query Directors($municipality: MunicipalityCode!) {
  directors(municipality: $municipality) { id displayName }
}`;

export const directorLoan = `query DirectorLoan($id: ID!) {
  directorLoan(id: $id) { status receiptPending directorName mayInstruct offers { directorName } }
}`;

export const directorsAtWork = `query DirectorsAtWork($municipality: MunicipalityCode!, $on: IsoDate!) {
  directorsAtWork(municipality: $municipality, on: $on) { countedHere directors { name mayInstruct loanId } }
}`;

export const settlements = `query Settlements($municipality: MunicipalityCode!, $month: IsoMonth!, $peer: MunicipalityCode, $language: Language!) {
  settlements(municipality: $municipality, month: $month, peer: $peer) {
    id status
    lines { id kind claimId minutes priceYen taxPercent on }
    invoices {
      seller { code name(language: $language) } buyer { code name(language: $language) }
      rates { taxPercent netYen taxYen } totalYen
    }
    payment { from { code name(language: $language) } to { code name(language: $language) } yen }
  }
}`;

export const requestDirectorLoan = `mutation RequestDirectorLoan($input: RequestDirectorLoanInput!) {
  requestDirectorLoan(input: $input) { __typename ... on RequestDirectorLoanPayload { loan { id status } } ... on Refusal { code message } }
}`;

export const offerDirectorLoan = `mutation OfferDirectorLoan($input: OfferDirectorLoanInput!) {
  offerDirectorLoan(input: $input) { __typename ... on OfferDirectorLoanPayload { loan { id status } } ... on Refusal { code message } }
}`;

export const agreeDirectorLoan = `mutation AgreeDirectorLoan($input: AgreeDirectorLoanInput!) {
  agreeDirectorLoan(input: $input) { __typename ... on AgreeDirectorLoanPayload { loan { id status } } ... on Refusal { code message } }
}`;

export const startWork = `mutation StartWork($input: StartWorkInput!) {
  startWork(input: $input) { __typename ... on StartWorkPayload { claim { status } } ... on Refusal { code message } }
}`;

export const deliverWork = `mutation DeliverWork($input: DeliverWorkInput!) {
  deliverWork(input: $input) { __typename ... on DeliverWorkPayload { claim { status } } ... on Refusal { code message } }
}`;

export const acceptDelivery = `mutation AcceptDelivery($input: AcceptDeliveryInput!) {
  acceptDelivery(input: $input) { __typename ... on AcceptDeliveryPayload { claim { status } } ... on Refusal { code message } }
}`;

export const rejectDelivery = `mutation RejectDelivery($input: RejectDeliveryInput!) {
  rejectDelivery(input: $input) { __typename ... on RejectDeliveryPayload { claim { status } } ... on Refusal { code message } }
}`;

export const stateSettlement = `mutation StateSettlement($input: StateSettlementInput!) {
  stateSettlement(input: $input) { __typename ... on StateSettlementPayload { settlement { id } } ... on Refusal { code message } }
}`;
