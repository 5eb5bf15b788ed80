using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>A storage unit: a box, a binder or a shelf with its own mark, and the place where it stands (ukládací jednotka).</summary>
internal sealed class StorageUnit : IOfficeOwned, ILedgered, IVersioned
{
    private StorageUnit() { }

    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public string Register { get; private init; } = "";

    public int Year { get; private init; }

    public int Number { get; private init; }

    /// <summary>What stands on its label.</summary>
    public string Mark { get; private init; } = "";

    public string Name { get; private init; } = "";

    /// <summary>Where it stands: building, room, rack.</summary>
    public string Location { get; private set; } = "";

    public DateTimeOffset OpenedAt { get; private init; }

    public string OpenedByName { get; private init; } = "";

    public static StorageUnit Open(Guid office, RegisterNumber number, string name, string location, string by, DateTimeOffset at) => new()
    {
        Office = office,
        Register = number.Register,
        Year = number.Year,
        Number = number.Number,
        Mark = number.Text,
        Name = name,
        Location = location,
        OpenedByName = by,
        OpenedAt = at,
    };

    public void Move(string location) => Location = location;
}

/// <summary>A document or file lay in a storage unit from one moment to another; a thing lies in one place at a time.</summary>
internal sealed class Storing : IOfficeOwned, ILedgered, IVersioned
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public uint Version { get; private set; }

    public required Guid Unit { get; init; }

    /// <summary><c>Document</c> or <c>CaseFile</c>.</summary>
    public required string Kind { get; init; }

    public required Guid Thing { get; init; }

    /// <summary>The reference number or file mark of the thing.</summary>
    public required string Label { get; init; }

    public required DateTimeOffset PutAt { get; init; }

    public required string PutByName { get; init; }

    public DateTimeOffset? TakenAt { get; private set; }

    public string? TakenByName { get; private set; }

    /// <summary>Why it was taken out, to whom it was lent.</summary>
    public string? TakenWhy { get; private set; }

    /// <summary>The address of its screen.</summary>
    public string Path => $"/stul/{(Kind == nameof(CaseFile) ? "spis" : "dokument")}/{Thing}";

    public void Take(string by, string why, DateTimeOffset at) => (TakenByName, TakenWhy, TakenAt) = (by, why, at);
}
