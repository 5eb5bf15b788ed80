using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>How consignments, their addressees, posting sheets and appeals lie in the database.</summary>
internal static class DispatchTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Consignment>(e =>
        {
            e.HasKey(c => new { c.Office, c.Id });
            e.Property(c => c.Channel).HasConversion<string>();
            e.Property(c => c.State).HasConversion<string>();
            e.Property(c => c.Proposed).HasConversion<string>();
            e.HasOne<OwnDocument>().WithMany().HasForeignKey(c => new { c.Office, c.Document });
            e.HasOne<PostingSheet>().WithMany().HasForeignKey(c => new { c.Office, c.Sheet });
        });
        model.Entity<Addressee>(e =>
        {
            e.HasKey(a => new { a.Office, a.Id });
            e.HasOne<OwnDocument>().WithMany().HasForeignKey(a => new { a.Office, a.Document });
        });
        model.Entity<PostingSheet>().HasKey(s => new { s.Office, s.Id });
        model.Entity<Appeal>(e =>
        {
            e.HasKey(a => new { a.Office, a.Id });
            e.Property(a => a.Outcome).HasConversion<string>();
            e.HasOne<Document>().WithOne().HasForeignKey<Appeal>(a => new { a.Office, a.Id });
            e.HasOne<OwnDocument>().WithMany().HasForeignKey(a => new { a.Office, a.Decision });
        });
    }
}
