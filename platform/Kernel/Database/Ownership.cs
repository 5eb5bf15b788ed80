namespace Virtuos.Kernel.Database;

/// <summary>A row that belongs to an office: filtered by the base context and by row-level security.</summary>
public interface IOfficeOwned
{
    Guid Office { get; set; }
}

/// <summary>An entity whose every change is entered in the ledger.</summary>
public interface ILedgered
{
    Guid Id { get; }
}

/// <summary>An entity that two people may change at once: the second one is refused instead of winning silently.</summary>
public interface IVersioned
{
    /// <summary>PostgreSQL's <c>xmin</c>.</summary>
    uint Version { get; }
}
