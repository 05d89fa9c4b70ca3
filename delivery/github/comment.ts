import type { GithubApi } from "./api";

interface Comment {
  readonly id: number;
  readonly body?: string;
}

/**
 * Keeps one comment about a subject on a pull request: writes it, or writes it anew where it is there.
 *
 * @param body Markdown that begins with a line by which the comment is found again, and which no reader sees
 */
export async function keepComment(api: GithubApi, pull: number, body: string): Promise<void> {
  const [marker = ""] = body.split("\n");
  const comments = await api.list<Comment>(`/issues/${pull}/comments`);
  const found = comments.find((comment) => comment.body?.startsWith(marker));
  await (found
    ? api.send("PATCH", `/issues/comments/${found.id}`, { body })
    : api.send("POST", `/issues/${pull}/comments`, { body }));
}
