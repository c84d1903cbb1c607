// A checklist: how far one is, and tasks with a tick, a few words and a button each.
//
// Guarantees: a tick shows at once and is taken back when it cannot be kept; what a button leads to does the task, a
// tour when it was walked to its end; the first task to do is open, one opens another by its title. Works without the
// server: the tick waits for it.

import { Check, ChevronDown } from "lucide";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Checklist as Told, ChecklistBody, LiveTask } from "../../contract/types";
import { t } from "../../i18n/words";
import { openLink, RichText } from "../../rich/RichText";
import { useDesk } from "../../state/context";
import { asBridgeError } from "../../contract/bridge";
import { sentence } from "../../i18n/errors";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { Screen } from "../../ui/Screen";

/** See the module. */
export function Checklist({ of }: { of: Told }): VNode {
  const desk = useDesk();
  const { intro, tasks } = of.body as ChecklistBody;
  // Ticks of this screen, until what is asked anew knows them.
  const [ticks, setTicks] = useState<Readonly<Record<string, boolean>>>({});
  const isDone = (task: LiveTask): boolean => ticks[task.id] ?? task.done;
  const count = tasks.filter(isDone).length;
  const [open, setOpen] = useState(() => tasks.find((task) => !task.done)?.id);
  const tell = (event: "shown" | "clicked"): void => void desk.ask("checklist.tell", { id: of.id, event }).catch(() => undefined);
  useEffect(() => tell("shown"), [of.id]);

  const tick = (task: LiveTask, done: boolean): void => {
    if (isDone(task) === done) return;
    setTicks((before) => ({ ...before, [task.id]: done }));
    if (done && open === task.id) setOpen(tasks.find((one) => one.id !== task.id && !isDone(one))?.id);
    desk.ask("checklist.tick", { id: of.id, task_id: task.id, done }).catch((error: unknown) => {
      setTicks((before) => ({ ...before, [task.id]: !done }));
      desk.tell(sentence(asBridgeError(error)));
    });
  };
  const act = async (task: LiveTask): Promise<void> => {
    const { action } = task;
    if (!action) return;
    tell("clicked");
    if (action.type === "link") {
      if (await openLink(desk, action.url)) tick(task, true);
    } else if (action.type === "article") {
      tick(task, true);
      desk.go({ name: "article", id: action.id });
    } else {
      const asked = { id: action.id, checklist_id: of.id, task_id: task.id };
      try {
        const { started } = await desk.ask("tour.start", asked);
        if (!started) desk.tell(t("checklist.no_tour"));
      } catch (error) {
        desk.tell(sentence(asBridgeError(error)));
      }
    }
  };

  return (
    <Screen name={`checklist ${of.id}`} header={<Header title={of.title} />}>
      <div class="checklist">
        {intro && (
          <p class="checklist-intro" dir="auto">
            {intro}
          </p>
        )}
        <p class="checklist-count" id="checklist-count" role="status">
          {count === tasks.length ? t("checklist.finished") : t("checklist.progress", { count, total: tasks.length })}
        </p>
        <div class="progress" role="progressbar" aria-labelledby="checklist-count" aria-valuemin={0} aria-valuemax={tasks.length} aria-valuenow={count}>
          <span style={{ inlineSize: `${(count / Math.max(1, tasks.length)) * 100}%` }} />
        </div>
        <ul class="tasks">
          {tasks.map((task, index) => (
            <li key={task.id} class={isDone(task) ? "task task-done" : "task"}>
              <div class="task-top">
                <button type="button" class="task-tick" role="checkbox" aria-checked={isDone(task)} aria-labelledby={`task-${index}`} onClick={() => tick(task, !isDone(task))}>
                  <span>
                    <Icon of={Check} size={16} />
                  </span>
                </button>
                {task.body_html || task.action ? (
                  <button type="button" class="task-title" id={`task-${index}`} aria-expanded={open === task.id} dir="auto" onClick={() => setOpen(open === task.id ? undefined : task.id)}>
                    <span>{task.title}</span>
                    <Icon of={ChevronDown} />
                  </button>
                ) : (
                  <span class="task-title" id={`task-${index}`} dir="auto">
                    {task.title}
                  </span>
                )}
              </div>
              {open === task.id && (task.body_html || task.action) && (
                <div class="task-words">
                  {task.body_html && <RichText html={task.body_html} />}
                  {task.action && (
                    <button type="button" class="button" onClick={() => void act(task)}>
                      {task.action.label}
                    </button>
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Screen>
  );
}
