"""A browser of one window with a disk of its own, for WebKitWebDriver to start: MiniBrowser under automation keeps all in memory.

Run as a program with the folder of its disk. Speaks to WebKitGTK's C library, which comes with the driver.
"""

from __future__ import annotations

import sys
from ctypes import CDLL, CFUNCTYPE, c_char_p, c_int, c_void_p
from typing import Any

VIEW_WANTED = CFUNCTYPE(c_void_p, c_void_p, c_void_p)
SESSION_BEGUN = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p)
AUTOMATED = 1
NAME = b"MiniBrowser"  # what the driver is asked for


def main(folder: str) -> None:
    """Serve one automation session until the driver ends this process."""
    webkit, gtk, glib = (CDLL(name) for name in ("libwebkit2gtk-4.1.so.0", "libgtk-3.so.0", "libgobject-2.0.so.0"))
    _declare(webkit, gtk, glib)
    gtk.gtk_init(None, None)
    disk = webkit.webkit_website_data_manager_new(
        b"base-data-directory", f"{folder}/data".encode(), b"base-cache-directory", f"{folder}/cache".encode(), None
    )
    context = webkit.webkit_web_context_new_with_website_data_manager(disk)
    webkit.webkit_web_context_set_automation_allowed(context, AUTOMATED)

    about = webkit.webkit_application_info_new()
    webkit.webkit_application_info_set_name(about, NAME)

    def create_view(_session: int, _data: int) -> Any:
        kind, automated = webkit.webkit_web_view_get_type(), b"is-controlled-by-automation"
        view = glib.g_object_new(kind, b"web-context", context, automated, c_int(AUTOMATED), None)
        window = gtk.gtk_window_new(0)
        gtk.gtk_container_add(window, view)
        gtk.gtk_widget_show_all(window)
        return view

    view_made = VIEW_WANTED(create_view)

    def begin(_context: int, session: int, _data: int) -> None:
        webkit.webkit_automation_session_set_application_info(session, about)
        glib.g_signal_connect_data(session, b"create-web-view", view_made, None, None, 0)

    begun = SESSION_BEGUN(begin)
    glib.g_signal_connect_data(context, b"automation-started", begun, None, None, 0)
    gtk.gtk_main()


def _declare(webkit: CDLL, gtk: CDLL, glib: CDLL) -> None:
    """Tell ctypes which of their functions take and give pointers; the rest are whole numbers."""
    webkit.webkit_website_data_manager_new.restype = c_void_p
    webkit.webkit_website_data_manager_new.argtypes = [c_char_p] * 4 + [c_void_p]
    webkit.webkit_web_context_new_with_website_data_manager.restype = c_void_p
    webkit.webkit_web_context_new_with_website_data_manager.argtypes = [c_void_p]
    webkit.webkit_web_context_set_automation_allowed.argtypes = [c_void_p, c_int]
    webkit.webkit_web_view_get_type.restype = c_void_p
    webkit.webkit_application_info_new.restype = c_void_p
    webkit.webkit_application_info_set_name.argtypes = [c_void_p, c_char_p]
    webkit.webkit_automation_session_set_application_info.argtypes = [c_void_p, c_void_p]
    glib.g_object_new.restype = c_void_p
    glib.g_object_new.argtypes = [c_void_p, c_char_p, c_void_p, c_char_p, c_int, c_void_p]
    glib.g_signal_connect_data.argtypes = [c_void_p, c_char_p, c_void_p, c_void_p, c_void_p, c_int]
    gtk.gtk_window_new.restype = c_void_p
    gtk.gtk_container_add.argtypes = [c_void_p, c_void_p]
    gtk.gtk_widget_show_all.argtypes = [c_void_p]


if __name__ == "__main__":
    main(sys.argv[1])
