using Microsoft.EntityFrameworkCore;

namespace Virtuos.Records;

/// <summary>How the entities of the national interface lie in the database, for both of its sides.</summary>
internal static class InterfaceTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<AgendaSystem>().HasKey(s => new { s.Office, s.Id });
        model.Entity<AgendaDocument>().HasKey(d => new { d.Office, d.Document, d.System });
        model.Entity<ErmsFile>().HasKey(f => new { f.Office, f.Id });
        model.Entity<ErmsEvent>().HasKey(e => new { e.Office, e.System, e.Batch, e.Event, e.Digest });
        model.Entity<ErmsBatch>().HasKey(b => new { b.Office, b.System, b.Number });
        model.Entity<ErmsNews>(e =>
        {
            e.HasKey(n => new { n.Office, n.Id });
            e.Property(n => n.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<ErmsPrepared>().HasKey(p => new { p.Office, p.System, p.Number });
        model.Entity<AgendaPerson>().HasKey(p => new { p.Office, p.Id });
        model.Entity<ForeignService>().HasKey(s => s.Office);
        model.Entity<ForeignTask>(e =>
        {
            e.HasKey(t => new { t.Office, t.Seq });
            e.Property(t => t.Seq).UseIdentityAlwaysColumn();
            e.Property(t => t.What).HasConversion<string>();
            e.Property(t => t.State).HasConversion<string>();
        });
        model.Entity<ForeignThing>().HasKey(t => new { t.Office, t.Thing });

        // Inserted before what cites them, whatever order their entities were added in.
        model.Entity<AgendaDocument>().HasOne<Document>().WithMany().HasForeignKey(d => new { d.Office, d.Document });
    }
}
