/** Text that is safe between tags and in attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2733;--soft:#5b6876;--line:#d5dce3;--card:#fff;--back:#eef2f5;--main:#0b6e5f;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9aa7b4;--line:#364350;--card:#1c252e;--back:#12181e;--main:#3fb8a4;--bad:#f2857c}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:min(26rem,100%);background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.75rem}main.wide{width:min(60rem,100%)}
h1{font-size:1.3rem;margin:0 0 .25rem}p{margin:.5rem 0}.soft{color:var(--soft);font-size:.9rem}.bad{color:var(--bad)}
label{display:block;margin:1rem 0 .25rem;font-weight:600;font-size:.9rem}input{width:100%;padding:.6rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px}
.row{display:flex;gap:.75rem;margin-top:1.5rem}button{flex:1;padding:.65rem;font:inherit;font-weight:600;border-radius:8px;border:1px solid var(--main);background:var(--main);color:var(--card);cursor:pointer}
button.plain{background:transparent;color:var(--main)}:focus-visible{outline:3px solid var(--main);outline-offset:2px}ul{padding-left:1.2rem}
table{width:100%;border-collapse:collapse;font-size:.9rem}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line)}code{font-size:.9em;overflow-wrap:anywhere}`;

/** A whole page; `body` is HTML. */
export function page(title: string, body: string, wide = false): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main${wide ? ' class="wide"' : ""}>${body}</main></body></html>`;
}

const form = (transaction: string, step: string, inner: string) =>
  `<form method="post" action="/authorize"><input type="hidden" name="transaction" value="${escapeHtml(transaction)}"><input type="hidden" name="step" value="${step}">${inner}</form>`;

const problem = (text: string | undefined) => (text ? `<p class="bad" role="alert">${escapeHtml(text)}</p>` : "");

/** Asks who it is. `hint` names the rehearsal's own user, for there is no secret to keep here. */
export function loginPage(transaction: string, client: string, hint: string, mistake?: string): string {
  return page(
    "Sign in",
    `<h1>Sign in</h1><p class="soft">to let <strong>${escapeHtml(client)}</strong> in. This is a rehearsal: ${escapeHtml(hint)}.</p>${problem(mistake)}${form(
      transaction,
      "login",
      `<label for="user">User name</label><input id="user" name="user" autocomplete="username" required autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<div class="row"><button>Sign in</button></div>`,
    )}`,
  );
}

export function totpPage(transaction: string, mistake?: string): string {
  return page(
    "Code",
    `<h1>One more step</h1><p class="soft">Enter the six digits of your authenticator app.</p>${problem(mistake)}${form(
      transaction,
      "totp",
      `<label for="code">Code</label><input id="code" name="code" inputmode="numeric" pattern="[0-9]{6}" autocomplete="one-time-code" required autofocus>
<div class="row"><button>Go on</button></div>`,
    )}`,
  );
}

export function consentPage(transaction: string, client: string, user: string, scope: string): string {
  const scopes = scope.split(" ").filter((part) => part !== "");
  return page(
    "Consent",
    `<h1>Allow ${escapeHtml(client)}?</h1><p class="soft">Signed in as ${escapeHtml(user)}. It asks for:</p><ul>${
      scopes.map((part) => `<li><code>${escapeHtml(part)}</code></li>`).join("") || "<li>access to your data</li>"
    }</ul>${form(
      transaction,
      "consent",
      `<div class="row"><button name="decision" value="allow">Allow</button><button class="plain" name="decision" value="deny">Deny</button></div>`,
    )}`,
  );
}

/** For mistakes that must not be sent back to a redirect address. */
export function mistakePage(what: string): string {
  return page("Not possible", `<h1>This cannot go on</h1><p class="bad" role="alert">${escapeHtml(what)}</p>`);
}
