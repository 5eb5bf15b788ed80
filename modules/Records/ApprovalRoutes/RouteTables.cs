using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>How routes, runs, time stamps and verified marks lie in their tables.</summary>
internal static class RouteTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<VerifiedMark>(e =>
        {
            e.HasKey(m => new { m.Office, m.Id });
            e.HasOne<Component>().WithMany().HasForeignKey(m => new { m.Office, m.Component });
            RecordsDb.AsJson(e.Property(m => m.Stamps));
            RecordsDb.AsJson(e.Property(m => m.Verifier));
        });
        model.Entity<ApprovalRoute>(e =>
        {
            e.HasKey(r => new { r.Office, r.Id });
            RecordsDb.AsJson(e.Property(r => r.Agendas));
            RecordsDb.AsJson(e.Property(r => r.Kinds));
            RecordsDb.AsJson(e.Property(r => r.Steps));
        });
        model.Entity<ApprovalRun>(e =>
        {
            e.HasKey(r => new { r.Office, r.Id });
            e.Property(r => r.State).HasConversion<string>();
            RecordsDb.AsJson(e.Property(r => r.Steps));
            e.HasOne<OwnDocument>().WithMany().HasForeignKey(r => new { r.Office, r.Document });
        });
        model.Entity<ApprovalTask>(e =>
        {
            e.HasKey(t => new { t.Office, t.Id });
            e.Property(t => t.State).HasConversion<string>();
            e.HasOne<ApprovalRun>().WithMany().HasForeignKey(t => new { t.Office, t.Run });
        });
        model.Entity<Stamping>(e =>
        {
            e.HasKey(s => new { s.Office, s.Id });
            e.HasOne<Document>().WithOne().HasForeignKey<Stamping>(s => new { s.Office, s.Id });
        });
    }
}
