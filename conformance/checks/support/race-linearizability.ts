/** Decides whether a history of overlapping operations is linearizable, and shortens one that is not. */
/** An operation that a client asked for, and the interval in which it was performed if it was performed at all. */
export interface Operation<Op> {
  /** Of a steady clock, in any unit. */
  sent: number;
  /** null: no answer came, so that it was performed at any time after it was sent, or never. */
  answered: number | null;
  op: Op;
}

/** What one object does when it is asked for one operation after another. */
export interface Specification<State, Op> {
  initial: State;
  /** Names a state: two states that behave alike may share a name, others must not. */
  key(state: State): string;
  /** The state after an operation that was answered as it was, or null where it cannot be answered so in this state. */
  apply(state: State, op: Op): State | null;
}

export type Decision = "linearizable" | "not linearizable" | "undecided";

/** Steps of the search after which it is given up. */
const MOST_STEPS = 200_000;

/**
 * Decides whether there is an order of the operations, each at a moment of its interval, in which the object answers as
 * it did.
 *
 * This is the search of J. M. Wing and C. Gong, "Testing and verifying concurrent objects", Journal of Parallel and
 * Distributed Computing 17 (1993), over a list of calls and returns, with the memory of G. Lowe, "Testing for
 * linearizability", Concurrency and Computation: Practice and Experience 29 (2017): from the same state with the same
 * operations behind it nothing is tried twice. An operation without an answer may be left out in the end.
 *
 * @param mostSteps after so many the history is undecided
 */
export function decide<State, Op>(
  history: readonly Operation<Op>[],
  { initial, key, apply }: Specification<State, Op>,
  mostSteps = MOST_STEPS,
): Decision {
  const head = eventsOf(history);
  const tried = new Set<string>();
  const chosen: { call: Event<Op>; before: State }[] = [];
  let state = initial;
  let behind = 0n;
  let event = head.next;
  for (let steps = 0; event !== null; steps++) {
    if (steps === mostSteps) return "undecided";
    const { operation } = event;
    if (event.isCall) {
      const after = apply(state, operation.op);
      const place = `${behind | event.bit} ${after === null ? "" : key(after)}`;
      if (after === null || tried.has(place)) {
        event = event.next;
        continue;
      }
      tried.add(place);
      chosen.push({ call: event, before: state });
      behind |= event.bit;
      state = after;
      lift(event);
      event = head.next;
      continue;
    }
    // Those without an answer return last: whoever comes here has an order of all others.
    if (operation.answered === null) return "linearizable";
    // Something returns that was not chosen yet, so that one of the choices before it was wrong.
    const last = chosen.pop();
    if (!last) return "not linearizable";
    state = last.before;
    behind &= ~last.call.bit;
    unlift(last.call);
    event = last.call.next;
  }
  return "linearizable";
}

/** A call or a return, in a list in the order of time. */
interface Event<Op> {
  operation: Operation<Op>;
  isCall: boolean;
  /** Of a call: its return. */
  match: Event<Op> | null;
  /** Tells the operations apart. */
  bit: bigint;
  previous: Event<Op> | null;
  next: Event<Op> | null;
}

/** @returns the head of the list, which is none of the events */
function eventsOf<Op>(history: readonly Operation<Op>[]): Event<Op> {
  const events = history.flatMap((operation, index) => {
    const common = { operation, bit: 1n << BigInt(index), previous: null, next: null };
    const back: Event<Op> = { ...common, isCall: false, match: null };
    return [{ ...common, isCall: true, match: back } as Event<Op>, back];
  });
  const timeOf = ({ isCall, operation: { sent, answered } }: Event<Op>) =>
    isCall ? sent : (answered ?? Number.POSITIVE_INFINITY);
  // Of what happens at one moment by the clock nobody can say which came first: they overlap.
  const inOrder = events.toSorted((a, b) => {
    const [one, other] = [timeOf(a), timeOf(b)];
    return one === other ? Number(b.isCall) - Number(a.isCall) : one - other;
  });
  const head = { bit: 0n, isCall: false, match: null, previous: null, next: null } as unknown as Event<Op>;
  let last = head;
  for (const event of inOrder) {
    last.next = event;
    event.previous = last;
    last = event;
  }
  return head;
}

/** Takes a call and its return out of the list. */
function lift<Op>(call: Event<Op>): void {
  for (const event of [call, call.match as Event<Op>]) {
    (event.previous as Event<Op>).next = event.next;
    if (event.next) event.next.previous = event.previous;
  }
}

/** Puts back what was lifted last. */
function unlift<Op>(call: Event<Op>): void {
  for (const event of [call.match as Event<Op>, call]) {
    (event.previous as Event<Op>).next = event;
    if (event.next) event.next.previous = event;
  }
}

/** How a history may be made shorter without making it say more. */
export interface Shrinking<Op> {
  /** The operation as it is before it is answered; null where it says nothing then, and changes nothing. */
  pending(op: Op): Op | null;
  /** True where the answer says that it changed nothing, so that the others mean the same without it. */
  isIdle(op: Op): boolean;
}

/**
 * Of a history that is not linearizable what shows it: its shortest beginning that is not, without the idle operations
 * that have no part in it. What is left out only makes it easier to find an order for the rest.
 */
export function shrink<State, Op, O extends Operation<Op>>(
  history: readonly O[],
  specification: Specification<State, Op>,
  { pending, isIdle }: Shrinking<Op>,
): O[] {
  const isWrong = (some: readonly O[]) => decide(some, specification) === "not linearizable";
  const until = (end: number): O[] =>
    history.flatMap((each) => {
      if (each.sent > end) return [];
      if (each.answered !== null && each.answered <= end) return [each];
      const op = pending(each.op);
      return op === null ? [] : [{ ...each, answered: null, op }];
    });
  const ends = history.flatMap(({ answered }) => (answered === null ? [] : [answered]));
  const beginnings = ends.toSorted((a, b) => a - b).map(until);
  let shown = beginnings.find(isWrong) ?? [...history];
  for (const each of shown.filter(({ answered, op }) => answered !== null && isIdle(op))) {
    const without = shown.filter((other) => other !== each);
    if (isWrong(without)) shown = without;
  }
  return shown;
}
