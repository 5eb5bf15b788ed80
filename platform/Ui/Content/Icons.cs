using System.Collections.Frozen;

namespace Virtuos.Ui;

/// <summary>The drawn signs, as SVG markup on a 24×24 grid, stroked with the colour of the text.</summary>
public static class Icons
{
    /// <summary>Name → shapes.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["archive"] = """<path d="M3 4h18v5H3zM5 9v11h14V9M10 13h4"/>""",
        ["arrow-left"] = """<path d="M20 12H4M11 5l-7 7 7 7"/>""",
        ["arrow-right"] = """<path d="M4 12h16M13 5l7 7-7 7"/>""",
        ["bell"] = """<path d="M6 10a6 6 0 0 1 12 0c0 6 2 7 2 7H4s2-1 2-7M10 21h4"/>""",
        ["bin"] = """<path d="M4 6h16M9 6V3h6v3M6 6l1 15h10l1-15M10 10v7M14 10v7"/>""",
        ["building"] = """<path d="M3 21h18M4 10h16M12 3 3 8v2h18V8zM6 10v8M10 10v8M14 10v8M18 10v8M4 18h16"/>""",
        ["card"] = """<path d="M2 5h20v14H2zM14 10h5M14 14h5"/><circle cx="8" cy="10" r="2"/><path d="M4.5 16c0-2 1.5-3 3.5-3s3.5 1 3.5 3"/>""",
        ["calendar"] = """<path d="M4 5h16v16H4zM4 10h16M8 2v5M16 2v5"/>""",
        ["check"] = """<path d="m4 13 5 5L20 6"/>""",
        ["check-circle"] = """<circle cx="12" cy="12" r="10"/><path d="m7 12.5 3.5 3.5L17 9"/>""",
        ["chevron-right"] = """<path d="m9 5 7 7-7 7"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 3"/>""",
        ["close"] = """<path d="m5 5 14 14M19 5 5 19"/>""",
        ["cone"] = """<path d="M10 3h4l4.5 17h-13zM8.2 10h7.600M6.9 15h10.200M2 20h20"/>""",
        ["copy"] = """<path d="M8 8h13v13H8zM4 16H3V3h13v1"/>""",
        ["document"] = """<path d="M5 2h9l5 5v15H5zM14 2v5h5M9 13h6M9 17h6"/>""",
        ["download"] = """<path d="M12 3v12M6 10l6 6 6-6M4 21h16"/>""",
        ["edit"] = """<path d="m4 20 1-5L16 4l4 4L9 19zM13 7l4 4"/>""",
        ["error"] = """<circle cx="12" cy="12" r="10"/><path d="M12 6v7M12 17v.01"/>""",
        ["folder"] = """<path d="M2 5h7l2 3h11v12H2z"/>""",
        ["globe"] = """<circle cx="12" cy="12" r="10"/><path d="M2 12h20M12 2c3 3 4 6 4 10s-1 7-4 10c-3-3-4-6-4-10s1-7 4-10"/>""",
        ["home"] = """<path d="m3 11 9-8 9 8M5 9.5V21h5v-6h4v6h5V9.5"/>""",
        ["inbox"] = """<path d="M3 13 6 4h12l3 9v7H3zM3 13h5l2 3h4l2-3h5"/>""",
        ["info"] = """<circle cx="12" cy="12" r="10"/><path d="M12 11v6M12 7v.01"/>""",
        ["key"] = """<circle cx="8" cy="16" r="5"/><path d="m11.5 12.5 9-9M17 7l3 3M14 10l2 2"/>""",
        ["link"] = """<path d="M10 14a5 5 0 0 0 7 0l3-3a5 5 0 0 0-7-7l-1 1M14 10a5 5 0 0 0-7 0l-3 3a5 5 0 0 0 7 7l1-1"/>""",
        ["lock"] = """<path d="M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4M12 15v2"/>""",
        ["mail"] = """<path d="M2 5h20v14H2zM2 6l10 8L22 6"/>""",
        ["money"] = """<path d="M2 6h20v12H2zM6 6a4 4 0 0 1-4 4M18 6a4 4 0 0 0 4 4M6 18a4 4 0 0 0-4-4M18 18a4 4 0 0 1 4-4"/><circle cx="12" cy="12" r="3"/>""",
        ["paperclip"] = """<path d="m20 11-9 9a5 5 0 0 1-7-7l9-9a3.5 3.5 0 0 1 5 5l-9 9a2 2 0 0 1-3-3l8-8"/>""",
        ["paw"] = """<circle cx="5" cy="11" r="2"/><circle cx="9.5" cy="6" r="2"/><circle cx="14.5" cy="6" r="2"/><circle cx="19" cy="11" r="2"/><path d="M12 11.500c-3 0-6 4-6 6.500s2 3 3.5 2.5 3.5-.5 5 0S18 20.5 18 18s-3-6.5-6-6.5"/>""",
        ["people"] = """<circle cx="9" cy="8" r="4"/><path d="M2 21c0-5 3-7 7-7s7 2 7 7M16 4a4 4 0 0 1 0 8M18 14c3 1 4 3 4 7"/>""",
        ["person"] = """<circle cx="12" cy="8" r="4.5"/><path d="M3 22c0-5 4-8 9-8s9 3 9 8"/>""",
        ["pin"] = """<path d="M12 22s8-7 8-13a8 8 0 0 0-16 0c0 6 8 13 8 13"/><circle cx="12" cy="9" r="3"/>""",
        ["phone"] = """<path d="M5 3h4l2 5-3 2c1 3 3 5 6 6l2-3 5 2v4c0 1-1 2-2 2C11 21 3 13 3 5c0-1 1-2 2-2"/>""",
        ["plus"] = """<path d="M12 4v16M4 12h16"/>""",
        ["print"] = """<path d="M7 9V2h10v7M7 17H3V9h18v8h-4M7 14h10v8H7z"/>""",
        ["question"] = """<circle cx="12" cy="12" r="10"/><path d="M9 9.500a3 3 0 1 1 4.5 2.500c-1 .6-1.5 1-1.5 2M12 17.500v.01"/>""",
        ["search"] = """<circle cx="10.5" cy="10.5" r="7"/><path d="m16 16 6 6"/>""",
        ["send"] = """<path d="m2 11 20-9-6 20-4-8zM12 14 22 2"/>""",
        ["shield"] = """<path d="M12 2 4 5v7c0 5 3 8 8 10 5-2 8-5 8-10V5zM8 12l3 3 5-6"/>""",
        ["sign"] = """<path d="M3 20h18M4 16c3-2 6-13 9-13 3 0-3 12 0 12 2 0 3-4 5-4 1 0 0 3 2 3"/>""",
        ["speech"] = """<path d="M3 4h18v13h-9l-5 4v-4H3zM12 7.500v3.500M12 13.500v.01"/>""",
        ["stamp"] = """<path d="M4 21h16M4 17h16v-4h-6c0-4 2-4 2-7a4 4 0 0 0-8 0c0 3 2 3 2 7H4z"/>""",
        ["upload"] = """<path d="M12 16V3M6 9l6-6 6 6M4 21h16"/>""",
        ["warning"] = """<path d="M12 3 1.5 21h21zM12 10v5M12 18v.01"/>""",
    }.ToFrozenDictionary();
}
