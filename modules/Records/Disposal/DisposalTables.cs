using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>How disposal procedures lie in the database.</summary>
internal static class DisposalTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<DisposalArchive>().HasKey(a => a.Office);
        model.Entity<DisposalProcedure>(e =>
        {
            e.HasKey(p => new { p.Office, p.Id });
            e.Property(p => p.State).HasConversion<string>();
            e.HasOne<CaseFile>().WithMany().HasForeignKey(p => new { p.Office, p.File });
            e.HasOne<Document>().WithMany().HasForeignKey(p => new { p.Office, p.Proposal });
            e.HasOne<Document>().WithMany().HasForeignKey(p => new { p.Office, p.Certificate });
        });
        model.Entity<DisposalItem>(e =>
        {
            e.HasKey(i => new { i.Office, i.Id });
            e.Property(i => i.State).HasConversion<string>();
            RecordsDb.AsJson(e.Property(i => i.Findings));
            RecordsDb.AsJson(e.Property(i => i.Destroyed));
            e.HasOne<DisposalProcedure>().WithMany().HasForeignKey(i => new { i.Office, i.Procedure });
        });
        model.Entity<DisposalParcel>(e =>
        {
            e.HasKey(p => new { p.Office, p.Id });
            e.Property(p => p.Kind).HasConversion<string>();
            e.Property(p => p.State).HasConversion<string>();
            e.HasOne<DisposalItem>().WithMany().HasForeignKey(p => new { p.Office, p.Item });
            e.HasOne<DisposalProcedure>().WithMany().HasForeignKey(p => new { p.Office, p.Procedure });
        });
        model.Entity<DisposalAnswer>(e =>
        {
            e.HasKey(a => new { a.Office, a.Id });
            RecordsDb.AsJson(e.Property(a => a.Findings));
            e.HasOne<DisposalProcedure>().WithMany().HasForeignKey(a => new { a.Office, a.Procedure });
        });
        model.Entity<DisposalBlob>(e =>
        {
            e.HasKey(b => new { b.Office, b.Id });
            e.Property(b => b.State).HasConversion<string>();
            e.HasOne<DisposalItem>().WithMany().HasForeignKey(b => new { b.Office, b.Item });
        });
    }
}
