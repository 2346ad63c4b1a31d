/**
 * The token of a department, which stands for the planners in it. It lives in this variable and nowhere else: no
 * storage, no cookie, no address. Whoever reloads the page or closes it has signed out.
 */
let token: string | null = null;
/** Counts sign-ins and sign-outs: what was asked for before belongs to another audience. */
let turn = 0;

type Listener = () => void;
const listeners = new Set<Listener>();

export function isSignedIn(): boolean {
  return token !== null;
}

/** Changes with every sign-in and sign-out. */
export function currentTurn(): number {
  return turn;
}

/** What a request to this server carries. */
export function authorization(candidate: string | null = token): Record<string, string> {
  return candidate === null ? {} : { authorization: `Bearer ${candidate}` };
}

/** Internal answers stay out of the browser's cache, and public ones are not taken from it for them. */
export function cacheMode(): RequestCache {
  return token === null ? 'default' : 'no-store';
}

/** What a header can carry; anything else is no token. */
export function canBeToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function set(next: string | null): void {
  token = next;
  turn += 1;
  for (const listener of listeners) listener();
}

/** To be called with a token that the server has accepted. */
export function signIn(accepted: string): void {
  set(accepted);
}

export function signOut(): void {
  set(null);
}

export function onTurn(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
