using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A difference in the number of documents that one unit, or one person, has in a state with a due day; written by the database only. A count is a sum.</summary>
internal sealed class WorkCount : IOfficeOwned
{
    public Guid Office { get; set; }

    public long Id { get; private init; }

    /// <summary>A unit, or a person who holds documents.</summary>
    public Guid Whose { get; private init; }

    /// <summary>It is a person's, and the same documents are counted with their unit as well.</summary>
    public bool Held { get; private init; }

    public DocumentState State { get; private init; }

    public DateOnly? Due { get; private init; }

    public long N { get; private init; }
}

/// <summary>A difference in what a unit received or settled in a month; written by the database only.</summary>
internal sealed class MonthCount : IOfficeOwned
{
    public Guid Office { get; set; }

    public long Id { get; private init; }

    public Guid Unit { get; private init; }

    /// <summary>The first day of the month.</summary>
    public DateOnly Month { get; private init; }

    /// <summary><c>received</c> or <c>settled</c>.</summary>
    public string What { get; private init; } = "";

    /// <summary>Whole days from receipt to settling.</summary>
    public int? Days { get; private init; }

    public bool? OnTime { get; private init; }

    public long N { get; private init; }
}
