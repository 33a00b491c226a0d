// A link in a mail carries its token behind the `#`, which no server gets to see. It is
// taken out of the address, so that neither history nor a copied address keeps it.
function open() {
  const token = location.hash.slice(1);
  if (!/^[\w-]{20,200}$/.test(token)) return;
  history.replaceState(null, "", location.pathname);
  document.getElementById("buddy-token").value = token;
  document.getElementById("buddy-open-form").submit();
}

open();
addEventListener("hashchange", open);
