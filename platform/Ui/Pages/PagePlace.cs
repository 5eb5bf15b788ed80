using Microsoft.AspNetCore.Components;
using Virtuos.Kernel.Language;

namespace Virtuos.Ui;

/// <summary>Where the reader is, and the same place in another language.</summary>
public static class PagePlace
{
    /// <summary>Name of the language in the query of an address and of the cookie that keeps the choice.</summary>
    public const string Lang = "lang";

    /// <summary>Path of the page without query, as /a/b.</summary>
    public static string Path(NavigationManager here) => new Uri(here.Uri).AbsolutePath;

    /// <summary>Path and query of the page without the choice of language.</summary>
    public static string Full(NavigationManager here) => Path(here) + Query(here);

    /// <summary>The address of this page in a language; the query is kept unless told otherwise. Czech is the page without a choice where nothing else is remembered.</summary>
    public static string In(NavigationManager here, string language, bool query = true)
    {
        var rest = query ? Query(here) : "";
        return language == TextLanguage.Czech && !query
            ? Path(here)
            : Path(here) + rest + (rest.Length > 0 ? "&" : "?") + $"{Lang}={language}";
    }

    /// <summary>True when the menu entry leads to this page or to one above it.</summary>
    public static bool IsAt(NavigationManager here, string href, string home)
    {
        var path = Path(here);
        var target = href.Split('?', '#')[0].TrimEnd('/');
        return path.TrimEnd('/') == target || (target != home.TrimEnd('/') && target.Length > 0 && path.StartsWith(target + "/", StringComparison.Ordinal));
    }

    /// <summary>This page with parts of its query set, or left out when null; the others stay.</summary>
    public static string With(NavigationManager here, params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var kept = Parts(here);
        foreach (var (name, value) in parts)
        {
            kept.RemoveAll(part => part.StartsWith(name + "=", StringComparison.Ordinal));
            if (value is not null)
                kept.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        return Path(here) + (kept.Count > 0 ? "?" + string.Join('&', kept) : "");
    }

    private static List<string> Parts(NavigationManager here) =>
        [.. new Uri(here.Uri).Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith(Lang + "=", StringComparison.Ordinal))];

    private static string Query(NavigationManager here)
    {
        var kept = Parts(here);
        return kept.Count > 0 ? "?" + string.Join('&', kept) : "";
    }
}
