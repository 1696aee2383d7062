// Passkeys. Every page is whole without this; a button that needs it is only enabled here.
(function () {
  "use strict";
  const able = window.PublicKeyCredential && navigator.credentials;
  const bytes = function (text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  };
  const text = function (buffer) {
    return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const send = async function (form, address, said) {
    const answer = await fetch(address, {
      method: "POST", credentials: "same-origin", body: said ? JSON.stringify(said) : "",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    });
    if (!answer.ok) throw new Error("refused");
    return answer.json();
  };
  const make = async function (form) {
    const address = form.dataset.passkeyNew;
    const asked = (await send(form, address)).publicKey;
    asked.challenge = bytes(asked.challenge);
    asked.user.id = bytes(asked.user.id);
    for (const known of asked.excludeCredentials || []) known.id = bytes(known.id);
    const made = await navigator.credentials.create({ publicKey: asked });
    await send(form, address, {
      id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
      response: { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject) },
    });
  };
  const prove = async function (form) {
    const address = form.dataset.passkey;
    const asked = (await send(form, address)).publicKey;
    asked.challenge = bytes(asked.challenge);
    for (const known of asked.allowCredentials || []) known.id = bytes(known.id);
    const proof = await navigator.credentials.get({ publicKey: asked });
    const said = proof.response;
    await send(form, address, {
      id: proof.id, rawId: text(proof.rawId), type: proof.type, clientExtensionResults: proof.getClientExtensionResults(),
      response: {
        clientDataJSON: text(said.clientDataJSON), authenticatorData: text(said.authenticatorData),
        signature: text(said.signature), userHandle: said.userHandle ? text(said.userHandle) : null,
      },
    });
  };
  for (const form of able ? document.querySelectorAll("[data-passkey], [data-passkey-new]") : []) {
    const button = form.querySelector("button");
    button.disabled = false;
    form.querySelector("[data-without]").hidden = true;
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      button.disabled = true;
      form.querySelector("[data-failed]").hidden = true;
      try {
        await (form.dataset.passkeyNew ? make(form) : prove(form));
        location.assign(form.dataset.next);
      } catch (error) {
        form.querySelector("[data-failed]").hidden = false;
        button.disabled = false;
      }
    });
  }
  addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });
})();
