/** Durations counted by how long they took; what Prometheus calls a histogram. */
export interface DurationCounts {
  /** Upper bounds in seconds, rising. */
  readonly bounds: readonly number[];
  /** How many stayed within each bound; the last one, of those over all bounds, stands by itself. Not summed up. */
  readonly counts: readonly number[];
  /** Of all together, in seconds. */
  readonly sum: number;
}

/** Connections to the database under one role. */
export interface PoolFigures {
  readonly role: string;
  readonly open: number;
  readonly idle: number;
  /** Callers who wait for one. */
  readonly waiting: number;
  readonly limit: number;
}

/** What this process knows of its store without asking the database. */
export interface StoreFigures {
  readonly pools: readonly PoolFigures[];
  /** From the asking of a group commit of the journal to its answer. */
  readonly journalCommits: DurationCounts;
  /** Whether the process holds its connection to the database. */
  readonly reachable: boolean;
  /** How often the database could not be reached, and for how many seconds together. */
  readonly outages: number;
  readonly secondsAway: number;
}

/** What all processes of a database have together. */
export interface SharedFigures {
  /** Runs that are not over. */
  readonly queued: number;
  readonly running: number;
  readonly parked: number;
  /** Queued runs that any process may take now; the others stand in the line of their flow. */
  readonly ready: number;
  /** Age of the oldest run that any process may take now, in seconds; 0 when there is none. */
  readonly oldestReady: number;
  /** Calls that were sent, or are about to be, and whose answer is not recorded. */
  readonly openIntents: number;
  /** Of those, whose time is up while nobody executes their run: nobody knows what became of them. */
  readonly inDoubt: number;
  readonly alarms: { readonly open: number; readonly acknowledged: number };
  /** Alarm deliveries that are not delivered yet, and the age of the oldest in seconds. */
  readonly deliveries: number;
  readonly oldestDelivery: number;
  /** Processes that serve the database. */
  readonly processes: number;
  readonly databaseBytes: number;
}
