namespace Virtuos.Ui;

/// <summary>A cookie the site may set, for the page about cookies.</summary>
/// <param name="Name">Name of the cookie.</param>
/// <param name="PurposeKey">Key of the text that says what it is for.</param>
/// <param name="Days">How long it lives; null until the browser closes.</param>
public sealed record CookieUse(string Name, string PurposeKey, int? Days)
{
    /// <summary>Cookies set by the pages themselves, only when a reader chooses something.</summary>
    public static IReadOnlyList<CookieUse> OfPages { get; } =
    [
        new(PagePlace.Lang, "ui.cookie.language", null),
        new(Appearance.Cookie, "ui.cookie.appearance", 365),
    ];
}
