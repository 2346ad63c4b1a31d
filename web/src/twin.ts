import type { Twin } from './components/map-hook';

/** Makes several maps of one place move together. */
export function makeTwin(): Twin {
  const followers = new Set<(viewport: string) => void>();
  return {
    listen(follow) {
      followers.add(follow);
      return () => {
        followers.delete(follow);
      };
    },
    tell(viewport, by) {
      for (const follow of followers) if (follow !== by) follow(viewport);
    },
  };
}
