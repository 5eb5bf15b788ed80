using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>For what a package is made (national standard, annex 2).</summary>
internal enum PackageKind
{
    /// <summary>Metadata alone, with the proposal of disposal.</summary>
    Metadata,

    /// <summary>With its components, for the archive to choose from.</summary>
    Full,

    /// <summary>With its components and the outcome of the choice, for the archive to keep.</summary>
    HandOver,
}

/// <summary>An entity or component of a package and the identifier under which the archive will speak of it.</summary>
/// <param name="Type">Its name in the structural map: <c>spisový plán</c> … <c>komponenta</c>.</param>
/// <param name="Id">Of ours; that of a plan or group that the program brings is in no table.</param>
internal sealed record MadeEntity(string Type, Guid Id, Identity Identity);

/// <summary>A component as the package tells of it; its bytes are in the package unless that is of metadata alone.</summary>
/// <param name="Path">Within the package's own folder.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record MadeComponent(Guid Id, Guid Document, string Path, string MimeType, long Size, string Sha256);

/// <summary>What was made.</summary>
/// <param name="Name">Of the ZIP without its ending, and of the folder in it.</param>
/// <param name="Files">All that went into it: a volume goes as a whole, and so do files that are tied firmly.</param>
internal sealed record MadePackage(string Name, PackageKind Kind, IReadOnlyList<Guid> Files, IReadOnlyList<MadeEntity> Entities, IReadOnlyList<MadeComponent> Components)
{
    /// <summary>The rules by which <see cref="SipCheck"/> looks at it.</summary>
    public string Profile => ProfileOf(Kind);

    public static string ProfileOf(PackageKind kind) => kind switch
    {
        PackageKind.Metadata => "disposal-metadata",
        PackageKind.Full => "disposal",
        _ => "hand-over",
    };
}
