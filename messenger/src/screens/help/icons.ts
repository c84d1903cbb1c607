// Icons of collections and kinds of tickets, by the names that operators give them.

import { BookOpen, Bug, Compass, CreditCard, Gift, type IconNode, Lightbulb, Lock, Rocket, Settings, Smartphone, Star, Truck, Users, Wrench } from "lucide";

const ICONS: Record<string, IconNode> = {
  book: BookOpen,
  bug: Bug,
  card: CreditCard,
  compass: Compass,
  gear: Settings,
  gift: Gift,
  lightbulb: Lightbulb,
  lock: Lock,
  people: Users,
  phone: Smartphone,
  rocket: Rocket,
  star: Star,
  truck: Truck,
  wrench: Wrench,
};

/** The icon of a name; a book for names nobody knows. */
export function iconOf(name: string | null): IconNode {
  return ICONS[name ?? ""] ?? BookOpen;
}
