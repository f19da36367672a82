"""Wakes the service worker as the browser does, through its DevTools: a sync event, a push message."""

from __future__ import annotations

from playwright.sync_api import CDPSession

SYNC_TAG = "doorstep-send"


class ServiceWorkerCalls:
    """Calls the service worker as the browser does."""

    def __init__(self, session: CDPSession, url: str) -> None:
        self._session, self._url = session, url
        self._found: list[str] = []
        session.on("ServiceWorker.workerRegistrationUpdated", self._note)
        session.send("ServiceWorker.enable")

    def call(self) -> None:
        """One sync event, as when the line is back; what comes of it is the worker's affair."""
        registration = self._find()
        words = {"origin": self._url, "registrationId": registration, "tag": SYNC_TAG, "lastChance": False}
        self._session.send("ServiceWorker.dispatchSyncEvent", words)

    def push(self, words: str) -> None:
        """One push message, as if the browser had opened what its push service brought."""
        registration = self._find()
        message = {"origin": self._url, "registrationId": registration, "data": words}
        self._session.send("ServiceWorker.deliverPushMessage", message)

    def _find(self) -> str:
        """The one registration; the browser tells it in its own time, while it is asked something else."""
        for _ in range(200):
            if self._found:
                break
            self._session.send(
                "Runtime.evaluate", {"expression": "new Promise((r) => setTimeout(r, 25))", "awaitPromise": True}
            )
        [registration] = set(self._found)
        return registration

    def _note(self, told: dict[str, list[dict[str, str]]]) -> None:
        self._found += [one["registrationId"] for one in told["registrations"] if one["scopeURL"].startswith(self._url)]
