using System.Globalization;

namespace Virtuos.Services.PaperTwin;

/// <summary>The code on a printed form: which form and version it is, and the draft that was printed, if any.</summary>
/// <param name="Token">Of the draft; whoever holds the paper holds the draft, as with its address.</param>
internal sealed record TwinCode(string Form, int Version, string? Token)
{
    private const string Mark = "virtuos-form/1";
    private const int LongestForm = 100;

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Mark} {Form} {Version}{(Token is null ? "" : " " + Token)}");

    /// <summary>For readers of bars only: form and version.</summary>
    public string Bars => string.Create(CultureInfo.InvariantCulture, $"{Form}.{Version}");

    /// <returns>Null for anything else.</returns>
    public static TwinCode? Parse(string? text)
    {
        var parts = (text ?? "").Trim().Split(' ');
        if (parts.Length is 3 or 4 && parts[0] == Mark) return Of(parts[1], parts[2], parts.Length == 4 ? parts[3] : null);
        return parts.Length == 1 && parts[0].LastIndexOf('.') is > 0 and var dot ? Of(parts[0][..dot], parts[0][(dot + 1)..], null) : null;
    }

    private static TwinCode? Of(string form, string version, string? token) =>
        form.Length is > 0 and <= LongestForm && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(form, number, token) : null;
}
