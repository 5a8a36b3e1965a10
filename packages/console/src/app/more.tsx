import { useInfiniteQuery } from "@tanstack/react-query";
import { call, type OperationId, type RequestOf } from "../api/call.ts";
import { useText } from "../i18n/text.ts";

/** Items of one look. */
const PAGE = 100;

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string;
}

/** A list that goes on as far as the reader wants. */
export function useList<Item>(
  id: OperationId,
  request: { readonly params?: object; readonly query?: object },
  every: number | false = false,
) {
  const list = useInfiniteQuery({
    queryKey: [id, request, "list"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...request.query, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await call(id, { ...request, query } as RequestOf<OperationId>, { signal })) as PageOf<Item>;
    },
    getNextPageParam: ({ cursor }) => cursor,
    refetchInterval: every,
  });
  return { ...list, data: list.data?.pages.flatMap(({ items }) => items) };
}

interface MoreProps {
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

/** Asks for the next part of a list. */
export function More({ list }: MoreProps) {
  const t = useText();
  if (!list.hasNextPage) return null;
  return (
    <p className="more">
      <button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {list.isFetchingNextPage ? t("loading") : t("more")}
      </button>
    </p>
  );
}
