namespace Virtuos.Ui;

/// <summary>Addresses inside this site, safe to be sent to.</summary>
public static class LocalPath
{
    /// <summary>The path when it leads nowhere else than to this site, otherwise null: it starts with one slash and holds only visible ASCII signs without backslashes.</summary>
    public static string? Of(string? path) =>
        path is ['/', ..] and not ['/', '/', ..] && path.Length <= 2000 && path.All(sign => sign is > ' ' and <= '~' and not '\\')
            ? path
            : null;
}
