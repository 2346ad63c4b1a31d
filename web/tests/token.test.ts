import { afterEach, describe, expect, it } from 'vitest';
import { fileName } from '../src/components/FileLink';
import {
  authorization,
  cacheMode,
  canBeToken,
  currentTurn,
  isSignedIn,
  onTurn,
  signIn,
  signOut,
} from '../src/token';

afterEach(signOut);

describe('the token', () => {
  it('goes along only after signing in and until signing out', () => {
    expect(authorization()).toEqual({});
    expect(cacheMode()).toBe('default');
    signIn('wort');
    expect(isSignedIn()).toBe(true);
    expect(authorization()).toEqual({ authorization: 'Bearer wort' });
    expect(cacheMode()).toBe('no-store');
    signOut();
    expect(authorization()).toEqual({});
  });

  it('tells everybody who listens that another audience begins', () => {
    let told = 0;
    const before = currentTurn();
    const stop = onTurn(() => {
      told += 1;
    });
    signIn('wort');
    signOut();
    stop();
    signIn('wort');
    expect(told).toBe(2);
    expect(currentTurn()).toBe(before + 3);
  });

  it('consists of signs that a header can carry', () => {
    expect(canBeToken('Ab-1_~')).toBe(true);
    for (const text of ['', 'zwei Worte', 'Schlüssel', 'zeile\nzwei']) {
      expect(canBeToken(text)).toBe(false);
    }
  });
});

describe('a saved file', () => {
  it('is called what the server calls it, else like the end of its address', () => {
    expect(fileName('attachment; filename="budget.csv"', 'http://a/b')).toBe('budget.csv');
    expect(fileName(null, 'http://a/cities/x/map.svg?indicator=y')).toBe('map.svg');
  });
});
