namespace Virtuos.Ui;

/// <summary>Addresses inside this site, safe to be sent to.</summary>
public static class LocalPath
{
    /// <summary>The path when it leads nowhere else than to this site, otherwise null: it starts with one slash, without backslashes and control characters.</summary>
    public static string? Of(string? path) =>
        path is ['/', ..] and not ['/', '/', ..] && path.Length <= 2000 && !path.Any(sign => sign == '\\' || char.IsControl(sign)) && Uri.IsWellFormedUriString(path, UriKind.Relative)
            ? path
            : null;
}
