namespace Virtuos.Kernel;

/// <summary>An exact number beside an item of the officials' menu.</summary>
/// <param name="Path">The item's path.</param>
/// <param name="Urgent">True when it has to be seen first, as what is overdue.</param>
public sealed record DeskCount(string Path, int Count, bool Urgent = false);

/// <summary>A module's counts for the menu of the official who calls.</summary>
public interface IDeskCounts
{
    Task<IReadOnlyList<DeskCount>> Read(CancellationToken cancel);
}
