using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

internal enum SeriesRowState
{
    /// <summary>Cannot be made as it stands; its faults say why.</summary>
    Faulty,
    Waiting,

    /// <summary>Its document has a number and a seal.</summary>
    Made,
    Dispatched,

    /// <summary>No document was made of it; it says why.</summary>
    Refused,
    Undone,
}

/// <summary>What is wrong in one cell.</summary>
/// <param name="Column">The heading.</param>
/// <param name="Code">Key of the text.</param>
/// <param name="Said">What stands there, shortened.</param>
internal sealed record RowFault(string Column, string Code, string? Said = null);

/// <summary>One addressee of a bulk act with the fields of their document, and what came of it.</summary>
internal sealed class SeriesRow : IOfficeOwned
{
    public Guid Office { get; set; }

    public required Guid Series { get; init; }

    /// <summary>Its number in the table, from 1.</summary>
    public required int Position { get; init; }

    /// <summary>All cells as they were uploaded, by heading.</summary>
    public required IReadOnlyDictionary<string, string> Cells { get; init; }

    public required string Name { get; init; }

    public string? Address { get; init; }

    /// <summary>Data box.</summary>
    public string? Box { get; init; }

    public string? Email { get; init; }

    public string? OrganisationNumber { get; init; }

    /// <summary>Mark of the file into which this one goes; null for that of the series.</summary>
    public string? File { get; init; }

    /// <summary>Null while the row is faulty.</summary>
    public ConsignmentChannel? Channel { get; init; }

    public IReadOnlyList<RowFault> Faults { get; init; } = [];

    public SeriesRowState State { get; set; }

    public Guid? Document { get; private set; }

    public string? ReferenceNumber { get; private set; }

    /// <summary>Key of the text that says why there is no document.</summary>
    public string? Refusal { get; private set; }

    public string? RefusalSaid { get; private set; }

    public Filer Party => new(Name, Address, Channel == ConsignmentChannel.Electronic ? Email : null, null, null) { OrganisationNumber = OrganisationNumber };

    public void Make(Document document, bool left) =>
        (State, Document, ReferenceNumber) = (left ? SeriesRowState.Dispatched : SeriesRowState.Made, document.Id, document.ReferenceNumber);

    public void Refuse(string code, string? said) => (State, Refusal, RefusalSaid) = (SeriesRowState.Refused, code, said);
}

/// <summary>How the tables of bulk acts and of scans are mapped.</summary>
internal static class SeriesTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Series>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.Property(s => s.State).HasConversion<string>();
            e.Property(s => s.Kind).HasConversion<string>();
            RecordsDb.AsJson(e.Property(s => s.Columns));
            e.Ignore(s => s.Text);
        });
        model.Entity<Scan>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.Ignore(s => s.Part);
            e.HasOne<Document>().WithMany().HasForeignKey(s => new { s.Office, s.Document });
        });
        model.Entity<SeriesRow>(e =>
        {
            e.HasKey(r => new { r.Office, r.Series, r.Position });
            e.Property(r => r.State).HasConversion<string>();
            e.Property(r => r.Channel).HasConversion<string>();
            RecordsDb.AsJson(e.Property(r => r.Cells));
            RecordsDb.AsJson(e.Property(r => r.Faults));
            e.Ignore(r => r.Party);
            e.HasOne<Document>().WithMany().HasForeignKey(r => new { r.Office, r.Document });
        });
    }
}
