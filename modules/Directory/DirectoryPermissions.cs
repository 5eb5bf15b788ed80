namespace Virtuos.Directory;

/// <summary>What may be done with the directory.</summary>
internal static class DirectoryPermissions
{
    /// <summary>Read the public register: municipalities, offices and the contacts of their people.</summary>
    public const string Read = "directory.read";

    public const string Import = "directory.import";

    public const string Open = "directory.open";

    /// <summary>Appoint officials of the own office and change what they may do.</summary>
    public const string Administer = "directory.administer";
}
