// The service worker's listeners, in the order of its life. The doing is elsewhere.
export {};
