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

    /// <summary>Searching what can be settled and where.</summary>
    public const string Find = "services.find";

    /// <summary>Following a matter by code and PIN or by its address.</summary>
    public const string Follow = "services.follow";

    /// <summary>Listing one's own filings.</summary>
    public const string Mine = "services.mine";

    /// <summary>Having certificates of filings stamped.</summary>
    public const string Certify = "services.certify";

    /// <summary>Having a certificate or another sealed file checked.</summary>
    public const string Check = "services.check";

    /// <summary>Saying parts of life situations in the office's own words.</summary>
    public const string Situations = "services.situations";
}
