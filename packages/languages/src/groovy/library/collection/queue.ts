import { same } from "../../runtime/equality.ts";
import { type JList, STACK } from "../../runtime/list.ts";
import type { Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { QUEUE } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { addTo } from "../object.ts";
import { inOrder, noElement } from "./list-items.ts";

define<JList>(QUEUE, [
  [
    "boolean offer(Object item)",
    "def q = new LinkedList()\nq.offer(1)\nq",
    (run, self, item: Obj) => addTo(run, self, item),
  ],
  [
    "void addFirst(Object item)",
    "def q = new LinkedList([1])\nq.addFirst(0)\nq",
    (run, self, item: Obj) => {
      run.take(8);
      self.grow().unshift(item);
      return null;
    },
  ],
  [
    "void addLast(Object item)",
    "def q = new LinkedList([1])\nq.addLast(2)\nq",
    (run, self, item: Obj) => {
      addTo(run, self, item);
      return null;
    },
  ],
  ["Object poll()", "new LinkedList([1, 2]).poll()", (_run, self) => inOrder(self).shift() ?? null],
  ["Object pollFirst()", "new LinkedList([1, 2]).pollFirst()", (_run, self) => self.grow().shift() ?? null],
  ["Object pollLast()", "new LinkedList([1, 2]).pollLast()", (_run, self) => self.grow().pop() ?? null],
  ["Object peek()", "new LinkedList([1, 2]).peek()", (_run, self) => inOrder(self)[0] ?? null],
  ["Object peekFirst()", "new LinkedList([1, 2]).peekFirst()", (_run, self) => self.items[0] ?? null],
  ["Object peekLast()", "new LinkedList([1, 2]).peekLast()", (_run, self) => self.items.at(-1) ?? null],
  [
    "Object element()",
    "new LinkedList([1, 2]).element()",
    (_run, self) => {
      if (self.items.length === 0) throw noElement();
      return self.items[0] as Obj;
    },
  ],
  [
    "Object getFirst()",
    "new LinkedList([1, 2]).getFirst()",
    (_run, self) => {
      if (self.items.length === 0) throw noElement();
      return self.items[0] as Obj;
    },
  ],
  [
    "Object getLast()",
    "new LinkedList([1, 2]).getLast()",
    (_run, self) => {
      if (self.items.length === 0) throw noElement();
      return self.items.at(-1) as Obj;
    },
  ],
  [
    "Object remove()",
    "new LinkedList([1, 2]).remove()",
    (_run, self) => {
      if (self.items.length === 0) throw noElement();
      return inOrder(self).shift() as Obj;
    },
  ],
  [
    "Object removeFirst()",
    "new LinkedList([1, 2]).removeFirst()",
    (_run, self) => {
      if (self.items.length === 0) throw noElement();
      return self.grow().shift() as Obj;
    },
  ],
  [
    "Object removeLast()",
    "new ArrayDeque([1, 2]).removeLast()",
    (_run, self) => {
      if (self.items.length === 0) throw noElement();
      return self.grow().pop() as Obj;
    },
  ],
  [
    "void push(Object item)",
    "def q = new ArrayDeque()\nq.push(1)\nq.peek()",
    (run, self, item: Obj) => {
      run.take(8);
      self.grow().unshift(item);
      return null;
    },
  ],
  [
    "Object pop()",
    "new ArrayDeque([1, 2]).pop()",
    (_run, self) => {
      if (self.items.length === 0) throw noElement();
      return self.grow().shift() as Obj;
    },
  ],
]);

define<JList>(STACK, [
  ["boolean empty()", "new Stack().empty()", (_run, self) => self.items.length === 0],
  [
    "Object peek()",
    "def s = new Stack()\ns.push(1)\ns.peek()",
    (_run, self) => {
      if (self.items.length === 0) throw throwNew("java.util.EmptyStackException");
      return self.items.at(-1) as Obj;
    },
  ],
  [
    "int search(Object item)",
    "def s = new Stack()\ns.push(1)\ns.search(1)",
    (_run, self, item: Obj) => {
      const index = self.items.findLastIndex((one) => same(one, item));
      return index < 0 ? -1 : self.items.length - index;
    },
  ],
]);
