namespace Virtuos.Kernel;

/// <summary>A module's pages that search engines are told of.</summary>
public interface IPublicPages
{
    /// <summary>Paths as <c>/situace/pes</c>, in their language-neutral form.</summary>
    Task<IReadOnlyList<string>> Paths(CancellationToken cancel);
}
