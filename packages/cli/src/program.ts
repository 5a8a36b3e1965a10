import { Command, CommanderError } from "commander";
import { alarmsCommand } from "./commands/alarms.ts";
import { backupCommand, restoreCommand } from "./commands/backup.ts";
import { checkCommand } from "./commands/check.ts";
import { clipboardCommands } from "./commands/clipboard.ts";
import { componentsCommand } from "./commands/components.ts";
import { demoCommand } from "./commands/demo.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evalCommand } from "./commands/eval.ts";
import { eventsCommand } from "./commands/events.ts";
import { flowsCommand } from "./commands/flows.ts";
import { fmtCommand } from "./commands/fmt.ts";
import { grantsCommand } from "./commands/grants.ts";
import { keysCommand } from "./commands/keys.ts";
import { lifecycleCommands } from "./commands/lifecycle.ts";
import { rehearseCommand } from "./commands/rehearse.ts";
import { runCommand } from "./commands/run.ts";
import { runsCommand } from "./commands/runs.ts";
import { serveCommand } from "./commands/serve.ts";
import { tenantsCommand } from "./commands/tenants.ts";
import { testCommand } from "./commands/test.ts";
import { triggerCommand } from "./commands/trigger.ts";
import { varsCommand } from "./commands/vars.ts";
import { EXIT, report } from "./failure.ts";
import { VERSION } from "./version.ts";

/** The command `mortise` with all its commands. They load the server when they run: that alone takes longer than most of them. */
export function createProgram(): Command {
  const program = new Command("mortise")
    .description("A low-code flow engine that never loses a message or a token.")
    .version(VERSION)
    .showHelpAfterError("(--help shows how)")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 failed, 2 wrong usage. --json prints data on standard output, remarks go to standard error.",
    );
  const groups: [string, Command[]][] = [
    ["Start here:", [demoCommand(), serveCommand(), rehearseCommand(), doctorCommand()]],
    ["The database:", [backupCommand(), restoreCommand()]],
    [
      "Flows in files:",
      [runCommand(), testCommand(), checkCommand(), fmtCommand(), evalCommand(), componentsCommand()],
    ],
    [
      "Flows on a server:",
      [
        tenantsCommand(),
        flowsCommand(),
        ...clipboardCommands(),
        ...lifecycleCommands(),
        varsCommand(),
        grantsCommand(),
        triggerCommand(),
        runsCommand(),
        eventsCommand(),
        alarmsCommand(),
        keysCommand(),
      ],
    ],
  ];
  for (const [title, commands] of groups) for (const command of commands) program.addCommand(command.helpGroup(title));
  stopExiting(program);
  return program;
}

/** Runs the command line and gives back the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync(args, { from: "user" });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return report(error, args.includes("--json"));
  }
}

/** Commander would end the process by itself, with 1 for wrong usage. */
function stopExiting(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) stopExiting(child);
}
