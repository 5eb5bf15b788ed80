using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>How rules and proposals of sorting and the days of the filing room lie in their tables; what was learned is counted in SQL alone.</summary>
internal static class SortingTables
{
    extension(RecordsDb db)
    {
        public DbSet<SortingRule> SortingRules => db.Set<SortingRule>();

        public DbSet<SortingProposal> SortingProposals => db.Set<SortingProposal>();
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<SortingRule>(e =>
        {
            e.HasKey(r => new { r.Office, r.Id });
            e.Ignore(r => r.Condition).Ignore(r => r.Target);
        });
        model.Entity<FilingDay>().HasKey(d => new { d.Office, d.Day });
        model.Entity<SortingProposal>(e =>
        {
            e.HasKey(p => new { p.Office, p.Document });
            e.Property(p => p.Source).HasConversion<string>();
            e.Property(p => p.State).HasConversion<string>();
            RecordsDb.AsJson(e.Property(p => p.Why));
            RecordsDb.AsJson(e.Property(p => p.Others));
            e.Ignore(p => p.Taken);
            e.HasOne<Document>().WithOne().HasForeignKey<SortingProposal>(p => new { p.Office, p.Document });
        });
    }
}
