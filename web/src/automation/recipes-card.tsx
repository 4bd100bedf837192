// Beginnings for common wishes, written into the text with the devices of the home.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AutomationRecipes } from '#api/automation.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, Card } from '../ui/parts.tsx';
import { recipesQuery } from './queries.ts';
import { pointText } from './told.ts';
import type { Draft } from './use-draft.ts';
import { useDeviceName } from './use-device-name.ts';

/** What is added is called so. */
const nameFor = (recipe: AutomationRecipes[number]['recipe'], device: string): string =>
  recipe === 'sun-load' ? t('automation.recipe-name.sun-load', { device }) : t(`automation.recipe-name.${recipe}`);

interface RecipeProps {
  readonly recipe: AutomationRecipes[number];
  readonly draft: Draft;
}

function Recipe({ recipe: { recipe, targets }, draft: { edit } }: RecipeProps): ReactNode {
  const nameOf = useDeviceName();
  const [picked, pick] = useState('0');
  const target = targets[Number(picked)];
  const title = t(`automation.recipe.${recipe}`);
  const isAdding = edit.isPending && edit.variables.kind === 'recipe' && edit.variables.recipe === recipe;
  const add = (): void => {
    const name = nameFor(recipe, target === undefined ? '' : nameOf(target.device));
    edit.mutate({ kind: 'recipe', recipe, name, ...(target === undefined ? {} : { target }) });
  };
  return (
    <li className="recipe">
      <strong>{title}</strong>
      {targets.length > 1 && (
        <Choice
          label={t('automation.recipe-for')}
          options={targets.map(({ device, setPoint }, index) => ({
            value: String(index),
            label: pointText(setPoint, nameOf(device)),
          }))}
          value={picked}
          onChange={pick}
        />
      )}
      <Button
        icon="plus"
        aria-label={t('automation.recipe-add-of', { recipe: title })}
        busy={isAdding ? t('automation.recipe-adding') : undefined}
        disabled={edit.isPending}
        onClick={add}
      >
        {t('automation.recipe-add')}
      </Button>
    </li>
  );
}

/** The recipes that are of use here. */
export function RecipesCard({ draft }: { readonly draft: Draft }): ReactNode {
  const site = useSite();
  const { data = [] } = useQuery({ ...recipesQuery(site.id), enabled: draft.mayChange });
  if (!draft.mayChange || data.length === 0) return null;
  return (
    <Card title={t('automation.recipes')} className="automation-card">
      <p className="muted">{t('automation.recipes-text')}</p>
      <ul className="recipes">
        {data.map((one) => (
          <Recipe key={one.recipe} recipe={one} draft={draft} />
        ))}
      </ul>
    </Card>
  );
}
