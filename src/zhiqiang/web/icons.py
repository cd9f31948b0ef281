"""The house's line icons: 24 × 24, drawn with the text's own colour. Name → inner SVG."""

ICONS = {
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>',
    "warn": '<path d="M12 3.8 21.2 20H2.8zM12 10v4.6M12 17.3v.1"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="m8.8 8.8 6.4 6.4m0-6.4-6.4 6.4"/>',
    "success": '<circle cx="12" cy="12" r="9"/><path d="m7.8 12.3 2.9 2.9 5.6-6"/>',
    "check": '<path d="m5 12.6 4.6 4.6L19 7.4"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "minus": '<path d="M6 12h12"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "unknown": '<circle cx="12" cy="12" r="9" stroke-dasharray="3 3.3"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.8v2M12 19.2v2M2.8 12h2M19.2 12h2M5.5 5.5l1.4 1.4M17.1'
    ' 17.1l1.4 1.4'
    'M18.5 5.5l-1.4 1.4M6.9 17.1l-1.4 1.4"/>',
    "moon": '<path d="M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2z"/>',
    "chevron-up": '<path d="m6 15 6-6 6 6"/>',
    "arrow-right": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "arrow-left": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
    "upload": '<path d="M12 16V5m-5 5 5-5 5 5M5 20h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4.5v-6.5A1.5 1.5 0 0 1 6 9h12a1.5 1.5 0 0 1 1.5 1.5V17H17M7 14h10v6H7z"/>',
    "table": '<rect x="3.5" y="5" width="17" height="14" rx="1.5"/><path d="M3.5 10h17M9.5 10v9M15 10v9"/>',
    "document": '<path d="M7 3.5h7l4.5 4.5v12.5H7a1.5 1.5 0 0 1-1.5-1.5V5A1.5 1.5 0 0 1 7 3.5zM13.5 4v4.5H18M9'
    ' 13h6M9 16.5h6"/>',
    "clause": '<path d="M6 4.5h12v15l-6-3.6-6 3.6z"/>',
    "advice": '<path d="M9 17.5h6M10 20.5h4M12 3.5a6 6 0 0 0-3.6 10.8c.6.5.9 1.1.9'
    ' 1.8v.4h5.4v-.4c0-.7.3-1.3.9-1.8A6 6 0 0 0 12 3.5z"/>',
    "device": '<rect x="3" y="5" width="18" height="11.5" rx="1.5"/><path d="M8.5 20h7M12 16.5V20"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "trash": '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.3l3.4 2"/>',
    "folder": '<path d="M3.5 18V6.5A1.5 1.5 0 0 1 5 5h4.5l2 2.5H19A1.5 1.5 0 0 1 20.5 9v9a1.5 1.5 0 0 1-1.5'
    ' 1.5H5A1.5 1.5 0 0 1 3.5 18z"/>',
    "scale": '<path d="M12 4v16M7.5 20h9M5 7.5l7-1.5 7 1.5M5 7.5 2.5 13.5a2.6 2.6 0 0 0 5 0zM19 7.5l-2.5 6a2.6'
    ' 2.6 0 0 0 5 0z"/>',
}  # fmt: skip
