namespace Virtuos.Services;

/// <summary>The permissions of this module.</summary>
internal static class ServicesPermissions
{
    /// <summary>Filling in and filing a form.</summary>
    public const string File = "services.file";

    /// <summary>Deciding about filings held as suspected abuse.</summary>
    public const string Quarantine = "services.quarantine";

    /// <summary>Noting that a filing was confirmed (§ 37 (4) of act 500/2004).</summary>
    public const string Confirm = "services.confirm";
}
