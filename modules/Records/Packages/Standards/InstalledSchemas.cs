using Virtuos.Kernel.Configuration;

namespace Virtuos.Records.Packages;

/// <summary>The official schemas of this installation, compiled once; they may be loaded while it runs.</summary>
internal sealed class InstalledSchemas(Installation installation)
{
    private SipSchemas? found;

    /// <summary>Null while none are loaded.</summary>
    public SipSchemas? Now => found ??= SipSchemas.Open(LoadStandards.FolderOf(installation));
}
